// @ts-check

/** @typedef {{ readonly unit: readonly string[] | undefined, readonly e2e: readonly string[] | undefined }} TestPlan the arguments of each runner; undefined: it does not run */

/**
 * Which runners `npm test -- ARGS` starts, and with what. Nothing given: both. `e2e …` or the name of a `.spec.ts` file: Playwright
 * with the rest. Anything else goes to vitest, where a word picks the files with it in their path (`unit`, `property`, `codec`).
 * @param {readonly string[]} args
 * @returns {TestPlan}
 */
export function planTests(args) {
  if (args.length === 0) return { unit: [], e2e: [] }
  if (args[0] === 'e2e') return { unit: undefined, e2e: args.slice(1) }
  if (args.some((arg) => /\.spec(\.ts)?(:\d+)?$/.test(arg))) return { unit: undefined, e2e: args }
  return { unit: args, e2e: undefined }
}
