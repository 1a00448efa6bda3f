import { describe, expect, it } from 'vitest'
import { menuTarget } from '../../../renderer/model/menuKeys.ts'
import { menuPlace } from '../../../renderer/model/menuPlace.ts'

const page = { width: 800, height: 600 }
const menu = { width: 200, height: 150 }

describe('menuPlace', () => {
  it('stands under its button, with the edge that was asked for', () => {
    const button = { left: 300, top: 40, width: 30, height: 28 }
    expect(menuPlace(button, menu, page, 'start')).toEqual({ left: 300, top: 72 })
    expect(menuPlace(button, menu, page, 'end')).toEqual({ left: 130, top: 72 })
  })

  it('goes above where there is no room below, and stays in the page', () => {
    expect(menuPlace({ left: 700, top: 550, width: 30, height: 28 }, menu, page, 'start')).toEqual({
      left: 592,
      top: 396,
    })
    expect(menuPlace({ left: 10, top: 550, width: 30, height: 28 }, menu, page, 'end').left).toBe(8)
    expect(menuPlace({ left: 10, top: 10, width: 5, height: 5 }, { width: 200, height: 900 }, page, 'start').top).toBe(
      8,
    )
  })

  it('stands beside its item, on the other side at the edge of the page', () => {
    const item = { left: 100, top: 100, width: 150, height: 28 }
    expect(menuPlace(item, menu, page, 'beside')).toEqual({ left: 246, top: 96 })
    expect(menuPlace({ ...item, left: 600 }, menu, page, 'beside').left).toBe(404)
  })

  it('opens at the mouse, and upwards at the lower edge', () => {
    const at = { left: 400, top: 300, width: 0, height: 0 }
    expect(menuPlace(at, menu, page, 'point')).toEqual({ left: 400, top: 300 })
    expect(menuPlace({ ...at, top: 590 }, menu, page, 'point').top).toBe(440)
  })
})

describe('menuTarget', () => {
  const labels = ['Export…', 'Pipe to…', 'Expire']

  it('goes round the ends with the arrows', () => {
    expect(menuTarget('ArrowDown', labels, 2)).toBe(0)
    expect(menuTarget('ArrowUp', labels, 0)).toBe(2)
    expect(menuTarget('ArrowDown', labels, -1)).toBe(0)
    expect(menuTarget('End', labels, 0)).toBe(2)
  })

  it('finds the next that begins with a letter, and leaves Space to the item', () => {
    expect(menuTarget('e', labels, 0)).toBe(2)
    expect(menuTarget('e', labels, 2)).toBe(0)
    expect(menuTarget('x', labels, 0)).toBeNull()
    expect(menuTarget(' ', labels, 0)).toBeNull()
    expect(menuTarget('ArrowDown', [], -1)).toBeNull()
  })
})
