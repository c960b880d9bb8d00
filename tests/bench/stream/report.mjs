// The figures as a table of text and as one page of HTML with curves: no script, nothing loaded.
const kColours = ['#0b6bcb', '#c2410c', '#6d28d9', '#047857'];
const kFloor_db = 10;
const kCeiling_db = 60;

const time = (ms, reckoned) => (ms === undefined ? '-' : `${reckoned ? '~' : ''}${ms < 10_000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`}`);
const size = (bytes) => (bytes === undefined ? '-' : bytes < 1e6 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1e6).toFixed(1)} MB`);
const verdict = (met) => (met === undefined ? '' : met ? 'met' : 'MISSED');

function goalText(goal) {
  const parts = [];
  if (goal.atMost !== undefined) parts.push(`<= ${goal.atMost / 1000} s`);
  if (goal.times !== undefined) parts.push(goal.times === 1 ? 'no later' : `${goal.times} x sooner`);
  return parts.join(', ') || '-';
}

const peerText = (one, ratio) => `${time(one.value, one.reckoned)}${ratio === undefined ? '' : ` (${ratio.toFixed(1)} x)`}`;

export function tableOf(facts, summary) {
  const lines = [`${facts.processor}, ${facts.cores} cores, load ${facts.load.toFixed(1)}; medians of ${facts.rounds}; ${facts.slices} CT slices; ${facts.ohif ? `OHIF ${facts.ohif} on Orthanc ${facts.orthanc}` : 'no peer'}`];
  for (const { scene, line, stacks, goals } of summary) {
    lines.push('', `${scene}: ${line}`);
    const names = stacks.slice(1).map((stack) => stack.name);
    lines.push(['  '.padEnd(52), 'goal'.padEnd(22), 'sansfilm'.padEnd(12), ...names.map((name) => name.padEnd(22)), ''].join(''));
    for (const goal of goals) {
      lines.push([`  ${goal.what}`.padEnd(52), goalText(goal).padEnd(22), time(goal.value, goal.reckoned).padEnd(12), ...goal.peers.map((one, i) => peerText(one, goal.ratios[i]).padEnd(22)), verdict(goal.met)].join(''));
    }
    const row = (what, field, format) => lines.push([`  ${what}`.padEnd(74), ...stacks.map((stack, i) => format(stack[field]).padEnd(i === 0 ? 12 : 22))].join(''));
    row('first picture', 'first_ms', time);
    row('  its quality', 'first_db', (db) => (db === undefined ? '-' : `${db.toFixed(1)} dB`));
    row('bytes until 40 dB', 'useful_bytes', size);
    row('bytes until the visible slice is final', 'visible_final_bytes', size);
    row('bytes in all', 'bytes', size);
    if (stacks.some((stack) => stack.failures > 0)) row('openings that failed', 'failures', String);
  }
  lines.push('', '~: cut at the time limit; the rest at the pace of the line, with the bytes of a complete opening');
  return lines.join('\n');
}

const escape = (text) => String(text).replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c]);

/** The round whose time to 40 dB is the median one. */
function typical(rounds) {
  const usable = rounds.filter((round) => round.points.length > 0).sort((a, b) => (a.useful_ms ?? Infinity) - (b.useful_ms ?? Infinity));
  return usable[usable.length >> 1];
}

/** Steps: a picture stays until the next one. x is logarithmic. */
function chart(title, stacks, field, unit, format) {
  const [width, height, left, bottom] = [560, 300, 46, 34];
  const curves = stacks.map(({ name, rounds }) => ({ name, points: typical(rounds)?.points.filter((p) => p[field] > 0) ?? [] }));
  const values = curves.flatMap((c) => c.points.map((p) => p[field]));
  if (values.length === 0) return '';
  const [low, high] = [Math.log10(Math.max(1, Math.min(...values) * 0.7)), Math.log10(Math.max(...values) * 1.3)];
  const x = (value) => left + ((Math.log10(value) - low) / (high - low)) * (width - left - 10);
  const y = (db) => 10 + (1 - (Math.min(kCeiling_db, Math.max(kFloor_db, db)) - kFloor_db) / (kCeiling_db - kFloor_db)) * (height - bottom - 10);
  const parts = [`<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${escape(title)}">`];
  for (let db = kFloor_db; db <= kCeiling_db; db += 10) {
    parts.push(`<line x1="${left}" x2="${width - 10}" y1="${y(db)}" y2="${y(db)}" stroke="${db === 40 ? '#888' : '#ddd'}"/><text x="${left - 6}" y="${y(db) + 4}" text-anchor="end">${db === kCeiling_db ? `≥ ${db}` : db}</text>`);
  }
  for (let power = Math.ceil(low); power <= high; power += 1) {
    for (const step of [1, 2, 5]) {
      const at = step * 10 ** power;
      if (Math.log10(at) < low || Math.log10(at) > high) continue;
      parts.push(`<line x1="${x(at)}" x2="${x(at)}" y1="10" y2="${height - bottom}" stroke="#eee"/><text x="${x(at)}" y="${height - bottom + 16}" text-anchor="middle">${format(at)}</text>`);
    }
  }
  curves.forEach(({ points }, i) => {
    if (points.length === 0) return;
    let path = `M${x(points[0][field])},${y(kFloor_db)}`;
    for (const point of points) path += `H${x(point[field])}V${y(point.db)}`;
    parts.push(`<path d="${path}H${width - 10}" fill="none" stroke="${kColours[i % kColours.length]}" stroke-width="2"/>`);
  });
  parts.push(`<text x="${width / 2}" y="${height - 4}" text-anchor="middle">${escape(unit)}</text></svg>`);
  return `<figure><figcaption>${escape(title)}</figcaption>${parts.join('')}</figure>`;
}

const kMs = (value) => (value >= 1000 ? `${value / 1000} s` : `${value} ms`);
const kBytes = (value) => (value >= 1e6 ? `${value / 1e6} MB` : value >= 1000 ? `${value / 1000} kB` : `${value} B`);

export function htmlOf(facts, summary, measured) {
  const scenes = summary.map(({ scene, line, stacks, goals }, i) => {
    const legend = stacks.map((stack, k) => `<span style="color:${kColours[k % kColours.length]}">&#9632;</span> ${escape(stack.name)}`).join(' &nbsp; ');
    const head = ['', 'goal', 'sansfilm', ...stacks.slice(1).map((s) => s.name), ''].map((cell) => `<th>${escape(cell)}</th>`).join('');
    const rows = goals.map((goal) => {
      const cells = [goal.what, goalText(goal), time(goal.value, goal.reckoned), ...goal.peers.map((one, k) => peerText(one, goal.ratios[k])), verdict(goal.met)];
      return `<tr>${cells.map((cell) => `<td>${escape(cell)}</td>`).join('')}</tr>`;
    }).join('');
    return `<h2>${escape(scene)}: ${escape(line)}</h2><table><tr>${head}</tr>${rows}</table><p>${legend}</p><div class="pair">${chart('quality of what the screen shows against time', measured[i].stacks, 'ms', 'since the click', kMs)}${chart('the same against bytes', measured[i].stacks, 'bytes', 'bytes that arrived', kBytes)}</div>`;
  }).join('\n');
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Streaming beside OHIF on Orthanc</title>
<style>body{font:15px system-ui,sans-serif;max-width:1180px;margin:2em auto;color:#222}table{border-collapse:collapse}td,th{padding:.3em .8em;border-bottom:1px solid #ddd;text-align:left}.pair{display:flex;gap:1em;flex-wrap:wrap}figure{margin:0;flex:1 1 500px}svg{width:100%}svg text{font-size:11px;fill:#444}</style>
<h1>Streaming beside OHIF on Orthanc</h1><p>${escape(tableOf(facts, []).split('\n')[0])}. ${escape(facts.date)}. Decibels: what the screen shows, 8 bits, against the last picture of the same viewer. ~: reckoned.</p>
${scenes}</html>\n`;
}
