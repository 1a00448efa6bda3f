import { expect, it } from 'vitest'
import { shownRequest } from '../../../renderer/model/shownRequest.ts'

const image = { connection: 'library', pool: { text: 'rbd' }, namespace: '', image: { text: 'img' } }

it('shows the name of an uploaded file and the path of any other', () => {
  const names = { '/staging/1/a.diff': 'a.diff' }
  const request = {
    kind: 'import-diff',
    paths: ['/staging/1/a.diff', '/b.diff'],
    target: image,
    overlay: false,
  } as const
  expect(shownRequest({ ...request, paths: [...request.paths] }, names)).toEqual({
    ...request,
    paths: ['a.diff', '/b.diff'],
  })
  expect(
    shownRequest({ kind: 'merge', inputs: [{ kind: 'file', path: '/staging/1/a.diff' }], path: '/out.diff' }, names),
  ).toEqual({ kind: 'merge', inputs: [{ kind: 'file', path: 'a.diff' }], path: '/out.diff' })
})
