const scale = Number(process.env.RBD_STUDIO_RUNS_SCALE ?? '0.1')

/**
 * The seed of every property in this run, a non-negative 31-bit integer. `npm test` prints it; the environment variable
 * `RBD_STUDIO_SEED` repeats a run.
 */
export const seed = Number(process.env.RBD_STUDIO_SEED ?? '0')

/**
 * How many cases a property runs here, for one that is worth `count` cases in full: all of them in `npm run test:long`, a tenth
 * in `npm test`, never fewer than ten.
 */
export function runs(count: number): number {
  return Math.max(10, Math.round(count * scale))
}
