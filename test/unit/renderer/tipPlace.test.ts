import { describe, expect, it } from 'vitest'
import { tipBeside, tipPlace } from '../../../renderer/model/tipPlace.ts'

const page = { width: 1000, height: 700 }
const tip = { width: 200, height: 24 }

describe('a tip', () => {
  it('stands under the middle of what it is of', () => {
    expect(tipPlace({ left: 400, top: 100, width: 40, height: 20 }, tip, page)).toEqual({ left: 320, top: 126 })
  })

  it('stands above where there is no room under it, and inside the page', () => {
    expect(tipPlace({ left: 980, top: 670, width: 20, height: 20 }, tip, page)).toEqual({ left: 796, top: 640 })
    expect(tipPlace({ left: 0, top: 10, width: 20, height: 20 }, tip, page)).toEqual({ left: 4, top: 36 })
  })

  it('of a line stands beside it, over neither the line above nor the one below', () => {
    const place = tipBeside({ left: 8, top: 100, width: 240, height: 26 }, tip, page)
    expect(place).toEqual({ left: 254, top: 101 })
    expect(tipBeside({ left: 8, top: 690, width: 240, height: 26 }, tip, page)?.top).toBe(672)
  })

  it('of a line without room beside it has no place there', () => {
    expect(tipBeside({ left: 8, top: 100, width: 800, height: 26 }, tip, page)).toBeNull()
  })
})
