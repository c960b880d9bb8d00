// The type checker and the linter: a missing text, a forgotten parameter or a markup sink fails here.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import assert from 'node:assert/strict';
import test from 'node:test';
import { kRepository } from './lib/paths.mjs';

const npm = (script) => spawnSync('npm', ['run', '--silent', script], { cwd: join(kRepository, 'web'), encoding: 'utf8' });

test('the shell and the viewer host pass the type checker', () => {
  const { status, stdout, stderr } = npm('typecheck');
  assert.equal(status, 0, stdout + stderr);
});

test('the shell, the build and the browser tests pass the linter without a warning', () => {
  const { status, stdout, stderr } = npm('lint');
  assert.equal(status, 0, stdout + stderr);
});
