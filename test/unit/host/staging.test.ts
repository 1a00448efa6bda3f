import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { ownIdentity } from '../../../electron/process/processIdentity.ts'
import { openStaging } from '../../../electron/host/staging.ts'
import { tempDir } from '../../support/tempDir.ts'

describe('the staging area', () => {
  it('makes nothing before it is used, and leaves nothing', () => {
    const root = path.join(tempDir(), 'staging')
    const staging = openStaging(root)
    expect(existsSync(root)).toBe(false)
    writeFileSync(path.join(staging.folder, 'a.raw'), 'a')
    staging.close()
    expect(readdirSync(root)).toEqual([])
  })

  it("sweeps dead processes' folders away, and no other", () => {
    const root = tempDir()
    const alive = openStaging(root)
    writeFileSync(path.join(alive.folder, 'a.raw'), 'a')
    const dead = path.join(root, 'dead')
    mkdirSync(dead)
    writeFileSync(path.join(dead, 'owner.json'), JSON.stringify({ ...ownIdentity(), bootId: 'another boot' }))
    writeFileSync(path.join(dead, 'b.raw'), 'b')
    mkdirSync(path.join(root, 'strange'))
    openStaging(root)
    expect(readdirSync(root).sort()).toEqual([path.basename(alive.folder), 'strange'].sort())
    expect(existsSync(path.join(alive.folder, 'a.raw'))).toBe(true)
  })

  it('removes a staged file with its folder, and nothing that is not staged', async () => {
    const root = tempDir()
    const staging = openStaging(root)
    const upload = path.join(staging.folder, 'ticket')
    mkdirSync(upload)
    const inside = path.join(upload, 'a.diff')
    const outside = path.join(root, 'b.diff')
    writeFileSync(inside, 'a')
    writeFileSync(outside, 'b')
    for (const file of [outside, path.join(staging.folder, '..', 'b.diff'), staging.folder]) {
      expect(staging.contains(file)).toBe(false)
      await staging.remove(file)
    }
    expect(staging.contains(`${staging.folder}-evil/x`)).toBe(false)
    expect(staging.contains(path.join(staging.folder, '..x'))).toBe(true)
    await staging.remove(inside)
    expect(existsSync(upload)).toBe(false)
    expect(existsSync(outside)).toBe(true)
    expect(existsSync(path.join(staging.folder, 'owner.json'))).toBe(true)
  })
})
