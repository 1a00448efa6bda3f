/**
 * Does work for every item, at most so many at once, and gives what came of it in the order of the items. After a failure nothing more is begun.
 *
 * @throws the first failure
 */
export async function mapAtMost<T, R>(
  most: number,
  items: readonly T[],
  work: (item: T, index: number) => Promise<R>,
): Promise<readonly R[]> {
  const results: R[] = []
  const left = items.entries()
  let isOver = false
  const goOn = async (): Promise<void> => {
    for (const [index, item] of left) {
      if (isOver) return
      results[index] = await work(item, index)
    }
  }
  try {
    await Promise.all(Array.from({ length: Math.min(most, items.length) }, goOn))
    return results
  } finally {
    isOver = true
  }
}
