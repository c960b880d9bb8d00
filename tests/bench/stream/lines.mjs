// The lines that are emulated: bits a second both ways, and the time that DevTools adds before each answer.
export const kLines = {
  slow: { name: '2 Mbit/s, 150 ms', bits: 2e6, latency: 150 },
  fast: { name: '100 Mbit/s, 5 ms', bits: 100e6, latency: 5 },
};

export async function emulate(cdp, line) {
  const bytes = line ? line.bits / 8 : -1;
  await cdp.send('Network.emulateNetworkConditions', { offline: false, latency: line?.latency ?? 0, downloadThroughput: bytes, uploadThroughput: bytes });
}
