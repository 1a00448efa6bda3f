import { describe, expect, it } from 'vitest'
import { defaultConnection } from '../../../electron/cli/connection.ts'

interface World {
  readonly option?: string
  readonly library?: string
  readonly env?: NodeJS.ProcessEnv
  readonly files?: readonly string[]
  readonly isOfCluster?: boolean
}

function connectionIn({ option, library, env = {}, files = [], isOfCluster = false }: World): string {
  const exists = (path: string) => files.includes(path)
  return defaultConnection({ option: option ?? null, library: library ?? null, env, isOfCluster, exists })
}

describe('the connection of a spec without one', () => {
  it.each<[string, World, string]>([
    ['nothing said, no cluster configured', {}, 'library'],
    ['--connection', { option: 'prod', env: { RBD_STUDIO_CONNECTION: 'other' }, library: '/l' }, 'prod'],
    ['$RBD_STUDIO_CONNECTION', { env: { RBD_STUDIO_CONNECTION: 'prod', RBD_STUDIO_LIBRARY: '/l' } }, 'prod'],
    ['--library', { library: '/l', env: { CEPH_CONF: '/c' } }, 'library'],
    ['$RBD_STUDIO_LIBRARY', { env: { RBD_STUDIO_LIBRARY: '/l', CEPH_CONF: '/c' } }, 'library'],
    ['an option of a cluster', { isOfCluster: true, env: { RBD_STUDIO_LIBRARY: '/l' } }, 'ceph'],
    ['--library beside an option of a cluster', { isOfCluster: true, library: '/l' }, 'library'],
    ['$CEPH_CONF', { env: { CEPH_CONF: '/c' } }, 'ceph'],
    ['a ceph.conf of the system', { files: ['/etc/ceph/ceph.conf'] }, 'ceph'],
    ['a ceph.conf of the user', { env: { HOME: '/home/u' }, files: ['/home/u/.ceph/ceph.conf'] }, 'ceph'],
    ['a ceph.conf in the current folder is never looked for', { files: ['ceph.conf', './ceph.conf'] }, 'library'],
    [
      'empty variables say nothing',
      { env: { RBD_STUDIO_CONNECTION: '', RBD_STUDIO_LIBRARY: '', CEPH_CONF: '' } },
      'library',
    ],
  ])('%s', (_, world, expected) => {
    expect(connectionIn(world)).toBe(expected)
  })
})
