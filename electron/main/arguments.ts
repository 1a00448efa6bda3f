/**
 * The value of `--library DIR` or `--library=DIR`. Everything else is left alone: the list holds Chromium's own switches, and in
 * development the folder of the application.
 */
export function libraryOf(args: readonly string[]): string | undefined {
  for (const [index, arg] of args.entries()) {
    if (arg === '--library') return args[index + 1]
    if (arg.startsWith('--library=')) return arg.slice('--library='.length)
  }
  return undefined
}
