import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ageScale, heatScale } from '../../../../renderer/model/map/cells.ts'
import { layoutFor } from '../../../../renderer/model/map/layout.ts'
import { legendOf } from '../../../../renderer/model/map/legend.ts'
import type { MapMode } from '../../../../renderer/model/map/reading.ts'
import { MAP_MODES } from '../../../../renderer/model/map/reading.ts'
import { mapScene } from '../../../../renderer/model/map/scene.ts'
import { link } from '../details.ts'
import { reading } from './makeReading.ts'

const BASE =
  '################-1######..............####....#....00..#######################################..-.###########1-'
const STRETCH =
  '..#-1...0............................#0.0.....................................................-....#########1.'
const steps = [link(1, { kind: 'raw' }), link(2), link(3), link(5), link(6)]
const writers = new Map(steps.map(({ number }) => [number, `s${number}`]))
const room = { width: 220, height: 90, scale: 2 }

function sceneOf(mode: MapMode, isOfStretch: boolean) {
  const cells = Array.from(BASE)
  const changedIn = cells.map((cell, index) => (cell === '.' && index % 9 > 0 ? 0 : index % 6))
  const lastLink = cells.map((cell, index) => (cell === '.' ? 0 : [1, 1, 2, 1, 3, 5, 1, 6][index % 8])) as number[]
  const of = reading(BASE, isOfStretch ? STRETCH : null, { changedIn, lastLink })
  const scale = mode === 'age' ? ageScale(steps) : heatScale(steps.length)
  return {
    scene: mapScene(of, layoutFor(of.cells, room), mode, scale),
    legend: legendOf(of, mode, scale, { steps, writers }),
  }
}

describe('scenes of the block map', () => {
  it.each(MAP_MODES)('%s is drawn as it was', (mode) => {
    const made = `${JSON.stringify(sceneOf(mode, mode === 'changed' || mode === 'heat'), null, 1)}\n`
    const file = join(import.meta.dirname, `golden/${mode}.json`)
    // To take what is drawn now for right: UPDATE_GOLDEN=1, and look at the difference.
    if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(file, made)
    expect(JSON.parse(made)).toEqual(JSON.parse(readFileSync(file, 'utf8')))
  })

  it('every cell is in one layer', () => {
    for (const mode of MAP_MODES) {
      const { scene } = sceneOf(mode, mode === 'changed')
      const covered = scene.layers.flatMap(({ blocks }) =>
        blocks.flatMap(({ x, y, width, height }) =>
          Array.from(
            { length: width * height },
            (_, at) => (y + Math.floor(at / width)) * scene.layout.columns + x + (at % width),
          ),
        ),
      )
      expect(covered.toSorted((a, b) => a - b)).toEqual(Array.from(BASE).map((_, index) => index))
    }
  })

  it('every look that is drawn is in the legend', () => {
    for (const mode of MAP_MODES) {
      const { scene, legend } = sceneOf(mode, mode === 'changed')
      const told = new Set<string>(legend.flatMap(({ tiles }) => tiles))
      // The same level on nothing is told by its square on data.
      for (const { tile } of scene.layers)
        expect(told).toContain(tile.startsWith('h') && tile !== 'hole' ? `l${tile[1]}` : tile)
    }
  })
})
