// Medians of the rounds, and the goals beside them.
import { kLines } from './lines.mjs';

export const median = (values) => {
  const sorted = values.filter((value) => value !== undefined && Number.isFinite(value)).sort((a, b) => a - b);
  if (sorted.length === 0) return undefined;
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};

const kFields = ['first_ms', 'first_db', 'useful_ms', 'useful_bytes', 'visible_final_ms', 'visible_final_bytes', 'previewed_ms', 'previewed_bytes', 'all_ms', 'bytes', 'elapsed_ms', 'done'];
const byLine = Object.fromEntries(Object.values(kLines).map((line) => [line.name, line]));

/** What was cut at the time limit: the rest at the pace of the line, with the bytes that a complete opening took. */
function reckon(results) {
  for (const { scene, line, stacks } of results) {
    for (const stack of stacks) {
      const whole = results.filter((other) => other.scene.split('-')[0] === scene.split('-')[0])
        .flatMap((other) => other.stacks.filter((s) => s.name === stack.name)).map((s) => (s.all_ms !== undefined && !s.reckoned ? s.bytes : undefined)).find((b) => b !== undefined);
      if (stack.all_ms !== undefined || whole === undefined || !(stack.bytes > 0)) continue;
      const pace = Math.min(stack.bytes / stack.elapsed_ms, byLine[line].bits / 8000);
      stack.reckoned = true;
      stack.all_ms = stack.elapsed_ms + Math.max(0, whole - stack.bytes) / pace;
      if (stack.name !== 'sansfilm') stack.previewed_ms = stack.all_ms;
    }
  }
}

const kGoals = {
  'ct-slow': [
    { what: 'click to 40 dB of what the screen shows', field: 'useful_ms', atMost: 1000, times: 10 },
    { what: 'the whole series scrollable at preview quality', field: 'previewed_ms', times: 10 },
    { what: 'the visible slice final', field: 'visible_final_ms' },
    { what: 'every slice final', field: 'all_ms' },
  ],
  'ct-fast': [
    { what: 'click to 40 dB of what the screen shows', field: 'useful_ms', times: 3 },
    { what: 'the whole series scrollable at preview quality', field: 'previewed_ms' },
    { what: 'every slice final, the last one shown', field: 'all_ms', times: 1 },
  ],
  'mg-fast': [
    { what: 'click to 40 dB of what the screen shows', field: 'useful_ms' },
    { what: 'all four views final', field: 'all_ms', times: 3 },
  ],
};

export function summarise(measured) {
  const results = measured.map(({ scene, line, frames, stacks }) => ({
    scene, line, frames,
    stacks: stacks.map(({ name, rounds, failures = 0 }) => {
      // A median over openings that were cut and openings that were not would say nothing.
      const whole = rounds.every((round) => round.all_ms !== undefined);
      const values = Object.fromEntries(kFields.map((field) => [field, median(rounds.map((round) => round[field]))]));
      if (!whole) values.all_ms = undefined;
      return { name, rounds: rounds.length, failures, ...values };
    }),
  }));
  reckon(results);
  return results.map((result) => {
    const [ours, ...peers] = result.stacks;
    const goals = (kGoals[result.scene] ?? []).map((goal) => {
      const value = ours[goal.field];
      const ratios = peers.map((one) => (value > 0 && one[goal.field] !== undefined ? one[goal.field] / value : undefined));
      const fast = goal.atMost === undefined || value <= goal.atMost;
      const known = ratios.filter((ratio) => ratio !== undefined);
      const ahead = goal.times === undefined || (known.length > 0 && known.every((ratio) => ratio >= goal.times));
      const stated = goal.atMost !== undefined || goal.times !== undefined;
      return { ...goal, value, peers: peers.map((one) => ({ name: one.name, value: one[goal.field], reckoned: one.reckoned === true })), ratios, reckoned: ours.reckoned === true && goal.field === 'all_ms', met: stated && (goal.times === undefined || known.length > 0 || value === undefined) ? value !== undefined && fast && ahead : undefined };
    });
    return { ...result, goals };
  });
}
