import { expect, it } from 'vitest'
import { mapAtMost } from '../../../electron/engine/io/mapAtMost.ts'

it('keeps the order, has so many under way and no more', async () => {
  let now = 0
  let most = 0
  const results = await mapAtMost(3, [5, 1, 4, 2, 3, 0], async (item, index) => {
    most = Math.max(most, ++now)
    for (let turn = 0; turn < item; turn++) await Promise.resolve()
    now--
    return `${index}:${item}`
  })
  expect(results).toEqual(['0:5', '1:1', '2:4', '3:2', '4:3', '5:0'])
  expect(most).toBe(3)
})

it('begins nothing more after a failure, and gives the first', async () => {
  const begun: number[] = []
  const doing = mapAtMost(2, [0, 1, 2, 3, 4, 5, 6, 7], async (item) => {
    begun.push(item)
    await Promise.resolve()
    if (item >= 1) throw new Error(`no ${item}`)
  })
  await expect(doing).rejects.toThrow('no 1')
  for (let turn = 0; turn < 20; turn++) await Promise.resolve()
  expect(begun.length).toBeLessThan(5)
})

it('has nothing to do for no items', async () => {
  expect(await mapAtMost(4, [], () => Promise.reject(new Error('never')))).toEqual([])
})
