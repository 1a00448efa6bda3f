import { expect, it } from 'vitest'
import { trashStatus } from '../../../renderer/model/trashStatus.ts'

it('is read as rbd prints it', () => {
  const at = Date.UTC(2026, 10, 7, 21, 42, 36)
  expect(trashStatus('protected until Sat Nov  7 21:42:36 2026')).toEqual({ isOver: false, at })
  expect(trashStatus('expired at Sat Nov  7 21:42:36 2026')).toEqual({ isOver: true, at })
})

it('is not made up where rbd prints something else', () => {
  for (const said of ['', 'expired', 'protected until tomorrow', 'expired at Sat Xyz  7 21:42:36 2026'])
    expect(trashStatus(said)).toBeNull()
})
