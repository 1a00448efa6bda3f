import { existsSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { openDragOut } from '../../../electron/host/dragOut.ts'
import { tempDir } from '../../support/tempDir.ts'

it('gives a fresh private folder each time, and takes all of them away in the end', async () => {
  const root = path.join(tempDir(), 'drag')
  const area = openDragOut(root)
  const [one, two] = [await area.newFolder(), await area.newFolder()]
  expect(one).not.toBe(two)
  for (const folder of [one, path.dirname(one)]) expect(statSync(folder).mode & 0o777).toBe(0o700)
  writeFileSync(path.join(one, 'a.raw'), 'bytes')
  await area.check(path.join(one, 'a.raw'))
  area.close()
  expect(existsSync(path.dirname(one))).toBe(false)
})

it('refuses what was not made for it', async () => {
  const home = tempDir()
  const area = openDragOut(path.join(home, 'drag'))
  const folder = await area.newFolder()
  const outside = path.join(home, 'secret')
  writeFileSync(outside, 'secret')
  symlinkSync(outside, path.join(folder, 'link'))
  const denied = { code: 'E_FILE_PERMISSION' }
  await expect(area.check(outside)).rejects.toMatchObject(denied)
  await expect(area.check(path.join(folder, '..', '..', '..', 'secret'))).rejects.toMatchObject(denied)
  await expect(area.check(path.join(folder, 'link'))).rejects.toMatchObject(denied)
  await expect(area.check('a.raw')).rejects.toMatchObject(denied)
  await expect(area.check(path.join(folder, 'gone'))).rejects.toMatchObject({ code: 'E_FILE_NOT_FOUND' })
  await expect(area.check(folder)).rejects.toMatchObject({ code: 'E_FILE_NOT_FOUND' })
})
