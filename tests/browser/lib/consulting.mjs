// Three doctors of three establishments and one study of the first, for the tests of consultations.
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mustRun, Server } from './server.mjs';
import { writeCt } from './synthetic.mjs';

const account = (identifier, name, role, code, establishment) => ({ identifier, name, role, code, establishment, password: randomBytes(12).toString('base64url') });

export const asker = account('urgences', 'Dr Anne Petit', 'emergency-doctor', 'E1', 'CH de Dieppe');
export const asked = account('radiologue', 'Dr Marc Roux', 'radiologist', 'E2', 'CHU de Rouen');
export const third = account('autre', 'Dr Luc Morel', 'doctor', 'E3', 'Clinique du Havre');
export const kPatient = 'CONSULT^Camille';

export class Consulting {
  static async start({ slices = 30, size = 256 } = {}) {
    const world = new Consulting();
    world.folder = mkdtempSync(join(tmpdir(), 'sansfilm-consult-'));
    world.data = join(world.folder, 'data');
    mkdirSync(world.data);
    for (const who of [asker, asked, third]) {
      mustRun(['user', 'add', who.identifier, '--name', who.name, '--role', who.role, '--data', world.data, '--establishment', who.code, '--establishment-name', who.establishment], { input: `${who.password}\n` });
    }
    const study = writeCt(join(world.folder, 'ct'), { number: 21, patient: kPatient, slices, size });
    mustRun(['import', '--data', world.data, '--establishment', asker.code, study]);
    world.server = await Server.start(world.data);
    return world;
  }

  trail() {
    const folder = join(this.data, 'audit');
    return readdirSync(folder).filter((name) => name.endsWith('.jsonl')).flatMap((name) => readFileSync(join(folder, name), 'utf8').trim().split('\n')).map((line) => JSON.parse(line));
  }

  async stop() {
    await this.server?.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
