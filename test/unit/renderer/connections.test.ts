import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type ConnectionDraft,
  connectionOf,
  draftOf,
  EMPTY_DRAFT,
  isOwnCluster,
  notMadeYet,
  problemsOf,
  reachWord,
  suggestedName,
} from '../../../renderer/model/connectionForm.ts'
import { checkRows, outcomeOf, outcomeSentence } from '../../../renderer/model/selfTest.ts'
import { joinWords, splitWords } from '../../../renderer/model/words.ts'
import { Connection, type ConnectionCheck, LOCAL_CEPH } from '../../../shared/connections.ts'

const draft = (more: Partial<ConnectionDraft>): ConnectionDraft => ({ ...EMPTY_DRAFT, ...more })

describe('words of a command', () => {
  it('are parted by blanks, and held together by quotes and backslashes', () => {
    expect(splitWords('  podman exec  -i ceph ')).toEqual(['podman', 'exec', '-i', 'ceph'])
    expect(splitWords(`a "b c" 'd "e"' f\\ g "\\"" ''`)).toEqual(['a', 'b c', 'd "e"', 'f g', '"', ''])
    expect(splitWords('')).toEqual([])
  })

  it('are none where a quote stays open', () => {
    for (const line of ['a "b', "it's", 'a\\']) expect(splitWords(line), line).toBeNull()
  })

  it('come back from the line they are written in', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (words) => {
        expect(splitWords(joinWords(words))).toEqual(words)
      }),
    )
  })
})

describe('the form of a connection', () => {
  const connections: readonly Connection[] = [
    LOCAL_CEPH,
    { name: 'lab', reach: { kind: 'local' }, conf: '/etc/ceph/lab.conf', user: 'backup', pace: 'gentle' },
    {
      name: 'far',
      reach: { kind: 'ssh', host: 'root@ceph-1', port: 2222, options: ['-F', '/a b/config'] },
      keyring: '/k',
      cluster: 'east',
      pace: 'fast',
    },
    { name: 'box', reach: { kind: 'prefix', words: ['cephadm', 'shell', '--'] }, pace: 'normal' },
  ]

  it.each(connections)('says $name as it was filled in with', (connection) => {
    expect(connectionOf(draftOf(connection), [])).toEqual(connection)
  })

  it('leaves out what is empty, and takes client.NAME for NAME', () => {
    const said = connectionOf(draft({ name: ' lab ', conf: ' ', user: ' client.backup' }), [])
    expect(said).toEqual({ name: 'lab', reach: { kind: 'local' }, user: 'backup', pace: 'normal' })
  })

  it('says nothing that the contract would not take', () => {
    const odd = fc.record({
      name: fc.string(),
      kind: fc.constantFrom('local' as const, 'ssh' as const, 'prefix' as const),
      host: fc.string(),
      port: fc.string(),
      options: fc.string(),
      prefix: fc.string(),
    })
    fc.assert(
      fc.property(odd, (more) => {
        const said = connectionOf(draft(more), ['lab'])
        if (said !== null) expect(Connection.safeParse(said).success).toBe(true)
      }),
    )
  })

  it('names what is wrong, a field each', () => {
    const wrong = (more: Partial<ConnectionDraft>) => Object.keys(problemsOf(draft(more), ['lab']))
    expect(wrong({})).toEqual([])
    expect(wrong({ name: 'Lab!' })).toEqual(['name'])
    expect(wrong({ name: 'lab' })).toEqual(['name'])
    expect(wrong({ name: 'library' })).toEqual(['name'])
    expect(wrong({ kind: 'ssh' })).toEqual(['host'])
    expect(wrong({ kind: 'ssh', host: '-oProxyCommand=x' })).toEqual(['host'])
    expect(wrong({ kind: 'ssh', host: 'a', port: '70000', options: '"' })).toEqual(['port', 'options'])
    expect(wrong({ kind: 'prefix', prefix: '  ' })).toEqual(['prefix'])
    expect(wrong({ kind: 'prefix', prefix: "''" })).toEqual(['prefix'])
    expect(wrong({ kind: 'prefix', prefix: 'a "b' })).toEqual(['prefix'])
    // What belongs to another way is not asked for.
    expect(wrong({ kind: 'local', port: 'x' })).toEqual([])
  })

  it('is called by what it leads to, and by no name that is taken', () => {
    expect(suggestedName(EMPTY_DRAFT, [])).toBe('ceph')
    expect(suggestedName(EMPTY_DRAFT, ['ceph', 'ceph-2'])).toBe('ceph-3')
    expect(suggestedName(draft({ kind: 'ssh', host: 'root@Ceph-1.lan' }), [])).toBe('ceph-1-lan')
    expect(suggestedName(draft({ kind: 'prefix', prefix: '/usr/sbin/cephadm shell --' }), [])).toBe('cephadm')
    expect(suggestedName(draft({ kind: 'ssh', host: 'library' }), [])).toBe('library-2')
    expect(suggestedName(draft({ kind: 'ssh' }), [])).toBe('cluster')
    expect(connectionOf(EMPTY_DRAFT, ['ceph'])?.name).toBe('ceph-2')
  })

  it('tells in a word how a cluster is reached', () => {
    expect(connections.map(reachWord)).toEqual(['this machine', 'this machine', 'ssh root@ceph-1', 'cephadm shell'])
  })

  it("knows this machine's own cluster as it is without being made", () => {
    expect(connections.filter(isOwnCluster)).toEqual([LOCAL_CEPH])
    expect(isOwnCluster({ ...LOCAL_CEPH, user: 'backup' })).toBe(false)
  })

  it('is not offered what there is a connection to, under whatever name', () => {
    const found = connections.map((connection) => ({ connection: { ...connection, name: 'other' }, foundIn: '' }))
    expect(notMadeYet(found, connections.slice(1)).map(({ connection }) => connection.reach)).toEqual([
      { kind: 'local' },
    ])
  })
})

describe('the self-test', () => {
  const check = (id: ConnectionCheck['id'], state: ConnectionCheck['state']): ConnectionCheck => ({
    id,
    label: `about ${id}`,
    state,
    sentence: `so ${state}`,
    remedy: null,
  })

  it('shows what will be tried before it was', () => {
    expect(checkRows(null).map(({ id }) => id)).toEqual(['program', 'version', 'reach', 'pools', 'read', 'write'])
    expect(checkRows(null).every(({ state }) => state === 'waiting')).toBe(true)
    const checks = [check('program', 'ok')]
    expect(checkRows(checks)).toEqual(checks)
  })

  it('is as good as its worst check', () => {
    expect(outcomeOf([check('program', 'ok')])).toBe('ok')
    expect(outcomeOf([check('program', 'ok'), check('version', 'warning')])).toBe('warning')
    expect(outcomeOf([check('version', 'warning'), check('reach', 'failed'), check('read', 'skipped')])).toBe('failed')
  })

  it('says in one sentence what it came to', () => {
    expect(outcomeSentence('lab', [check('program', 'ok')])).toBe('lab: all checks passed')
    const checks = [check('version', 'warning'), check('reach', 'failed')]
    expect(outcomeSentence('lab', checks)).toBe('lab: about reach: so failed')
  })
})
