// Compares what the screen shows with the CPU reference, pixel by pixel.

/** @returns the largest difference of a grey level and how many pixels differ by more than one */
export function difference(picture, reference) {
  let largest = 0;
  let beyondOne = 0;
  let first = '';
  for (let y = 0; y < reference.height; y += 1) {
    for (let x = 0; x < reference.width; x += 1) {
      const at = y * reference.width + x;
      for (let c = 0; c < 3; c += 1) {
        const wanted = reference.data[at * reference.channels + (reference.channels >= 3 ? c : 0)];
        const off = Math.abs(picture.data[(y * picture.width + x) * 4 + c] - wanted);
        if (off > 1) {
          beyondOne += 1;
          if (first === '') first = `at (${x}, ${y}) the screen shows ${picture.data[(y * picture.width + x) * 4 + c]}, the reference ${wanted}`;
        }
        if (off > largest) largest = off;
      }
    }
  }
  return { largest, beyondOne, first };
}

/** A picture of one grey level would equal itself and prove nothing. */
export function distinctLevels(picture) {
  return new Set(picture.data.filter((_, i) => i % 4 === 0)).size;
}
