import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { findPageFile, stepsOf } from '../../../electron/host/pageFiles.ts'
import { tempDir } from '../../support/tempDir.ts'

/** A page's folder, with a secret beside it. */
function pageFolder(): string {
  const folder = tempDir()
  const root = path.join(folder, 'page')
  mkdirSync(path.join(root, 'assets'), { recursive: true })
  mkdirSync(path.join(root, 'folder.js'))
  mkdirSync(path.join(folder, 'page-evil'))
  writeFileSync(path.join(root, 'index.html'), '<!doctype html>')
  writeFileSync(path.join(root, 'notes'), 'no kind')
  writeFileSync(path.join(root, 'assets', 'main-abc123.js'), 'export {}')
  writeFileSync(path.join(folder, 'page-evil', 'secret.js'), 'secret')
  symlinkSync(path.join(folder, 'page-evil', 'secret.js'), path.join(root, 'link.js'))
  symlinkSync('index.html', path.join(root, 'inside.html'))
  return root
}

describe('the path of a page file', () => {
  it('is taken apart before it is decoded', () => {
    expect(stepsOf('/a%20b/c')).toEqual(['a b', 'c'])
    expect(stepsOf('/a%2fb')).toBeNull()
    expect(stepsOf('/%2e%2e/a')).toBeNull()
    expect(stepsOf('/c:/a')).toBeNull()
  })

  it('names no folder', () => {
    expect(stepsOf('/')).toBeNull()
    expect(stepsOf('/assets/')).toBeNull()
    expect(stepsOf('')).toBeNull()
  })
})

describe('a page file', () => {
  it.each([
    ['/index.html', { type: 'text/html; charset=utf-8', sizeBytes: 15, isHashed: false }],
    ['/inside.html', { type: 'text/html; charset=utf-8', sizeBytes: 15, isHashed: false }],
    ['/assets/main-abc123.js', { type: 'text/javascript; charset=utf-8', sizeBytes: 9, isHashed: true }],
  ])('is %s', async (pathname, facts) => {
    expect(await findPageFile(pageFolder(), pathname)).toMatchObject(facts)
  })

  it.each(['/', '/assets', '/folder.js', '/notes', '/nothing.js', '/link.js'])('is not %s', async (pathname) => {
    expect(await findPageFile(pageFolder(), pathname)).toBeNull()
  })
})
