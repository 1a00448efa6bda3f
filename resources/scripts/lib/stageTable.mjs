// @ts-check

/** @typedef {{ readonly name: string, readonly elapsedMs: number, readonly counts?: import('./counts.mjs').Counts }} Stage */

/**
 * The table of seconds per stage, without a line break at its end.
 * @param {readonly Stage[]} stages
 */
export function stageTable(stages) {
  const rows = stages.map(({ name, elapsedMs, counts }) => [
    name,
    (elapsedMs / 1000).toFixed(1),
    ...(counts === undefined ? ['', '', ''] : [counts.passed, counts.failed, counts.skipped].map(String)),
  ])
  const lines = [['stage', 'seconds', 'passed', 'failed', 'skipped'], ...rows]
  return lines
    .map(([name = '', ...cells]) => (name.padEnd(12) + cells.map((cell) => cell.padStart(9)).join('')).trimEnd())
    .join('\n')
}
