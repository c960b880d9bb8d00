// Chunks that are altered, cut, swapped or lied about on their way: found out, asked for once more, then said on the slice.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { act, findAndOpen, isFinal, launch, newPage, signIn, waitFinal, waitState, world } from './lib/browser.mjs';
import { bytesOf, kKinds, meddle } from './lib/batches.mjs';

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

const kLengthAt = 12;
const kDigestAt = 16;

const flipped = (payload) => {
  const other = Buffer.from(payload);
  other[other.length >> 1] ^= 1;
  return other;
};

/** Ways to spoil the chunk at `place` of the frames; each gives the bytes of the whole answer. `other` is another chunk's frame. */
const kFaults = {
  'altered in one bit': (frames, place) => {
    frames[place].payload = flipped(frames[place].payload);
    return bytesOf(frames);
  },
  'shortened, its header saying so': (frames, place) => {
    frames[place].payload = frames[place].payload.subarray(0, frames[place].payload.length >> 1);
    frames[place].header.writeUInt32LE(frames[place].payload.length, kLengthAt);
    return bytesOf(frames);
  },
  'cut, and the answer with it': (frames, place) => {
    frames[place].payload = frames[place].payload.subarray(0, frames[place].payload.length >> 1);
    return bytesOf(frames.slice(0, place + 1));
  },
  'longer by its header than it is': (frames, place) => {
    frames[place].header.writeUInt32LE(frames[place].payload.length + 7, kLengthAt);
    return bytesOf(frames);
  },
  'swapped for another chunk, sound in itself': (frames, place, other) => {
    frames[place].payload = other.payload;
    frames[place].header.writeUInt32LE(other.payload.length, kLengthAt);
    other.header.copy(frames[place].header, kDigestAt, kDigestAt, kDigestAt + 8);
    return bytesOf(frames);
  },
};

/** Opens the study with one chunk of the first slice spoilt `times` times. Tells how often that chunk was answered. */
async function openSpoilt(spoil, times) {
  const opened = await newPage(browser, { ahead: false });
  const seen = { target: undefined, answered: 0, other: undefined };
  await meddle(opened.page, (frames, keys) => {
    // Of the second layer: the slice has a picture before it.
    seen.target ??= keys.find((key) => key.endsWith('.1') && key.split('/').slice(0, 3).join('/') === keys[0].split('/').slice(0, 3).join('/'));
    seen.other ??= frames.find((frame, i) => frame.kind === kKinds.chunk && frame.payload.length > 100 && keys[i] !== seen.target);
    const place = seen.target === undefined ? -1 : keys.indexOf(seen.target);
    if (place < 0 || frames[place].kind !== kKinds.chunk) return bytesOf(frames);
    seen.answered += 1;
    return seen.answered <= times ? spoil(frames, place, seen.other) : bytesOf(frames);
  });
  await signIn(opened.page);
  await findAndOpen(opened.page, world.study.name);
  return { ...opened, seen };
}

test('a chunk spoilt once on its way is fetched once more, and nothing is to be seen of it', async (t) => {
  for (const [name, spoil] of Object.entries(kFaults)) {
    await t.test(name, async () => {
      const { page, context, watch, seen } = await openSpoilt(spoil, 1);
      await waitState(page, 'every slice complete', (s) => s.frames > 0 && s.framesComplete === s.frames);
      await waitFinal(page);
      assert.equal(seen.answered, 2, 'answers with the chunk that was spoilt');
      assert.deepEqual(watch.errors, []);
      await context.close();
    });
  }
});

test('a chunk spoilt twice marks its slice, which keeps what it shows, while the rest goes on', async (t) => {
  for (const [name, spoil] of Object.entries(kFaults)) {
    await t.test(name, async () => {
      const { page, context, watch, seen } = await openSpoilt(spoil, Infinity);
      const marked = await waitState(page, 'one slice failed, all others complete', (s) => s.framesFailed === 1 && s.framesComplete === s.frames - 1);
      const shown = await waitState(page, 'the mark on the slice', (s) => s.failed && s.sopInstanceUid === marked.sopInstanceUid);
      assert.equal(shown.final, false);
      assert.equal(shown.lossless, false);
      assert.notEqual(shown.quality, 'none', 'the layer before the fault is still shown');
      assert.notEqual(shown.quality, 'full');
      assert.match(shown.honesty, /Image illisible : données altérées en route/);
      assert.equal(seen.answered, 2, 'answers with the chunk that was spoilt: it is asked for once more, not for ever');
      await act(page, 'next-image');
      await waitState(page, 'the next slice, final', (s) => s.sopInstanceUid !== marked.sopInstanceUid && isFinal(s) && !s.failed);
      assert.deepEqual(watch.errors, []);
      await context.close();
    });
  }
});
