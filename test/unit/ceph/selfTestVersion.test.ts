import { expect, it } from 'vitest'
import { versionVerdict } from '../../../electron/engine/ceph/selfTest.ts'

it.each([
  ['ceph version 16.2.15 (618f440) pacific (stable)', 'ok', 'rbd is of version 16.2.15'],
  ['ceph version 16.2.0 (0) pacific (rc)', 'ok', 'rbd is of version 16.2.0'],
  ['ceph version 20.3.0-123-gabc (0) (dev)', 'ok', 'rbd is of version 20.3.0-123-gabc'],
  ['ceph version 16.1.9 (0) pacific (dev)', 'warning', 'rbd is of version 16.1.9, older than 16.2'],
  ['ceph version 12.2.13 (0) luminous (stable)', 'warning', 'rbd is of version 12.2.13, older than 16.2'],
  ['hello', 'warning', 'rbd does not say its version: hello'],
])('%s is %s', (said, state, sentence) => {
  expect(versionVerdict(said)).toMatchObject({ state, sentence })
})
