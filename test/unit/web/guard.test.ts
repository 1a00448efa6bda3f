import { describe, expect, it } from 'vitest'
import { judge, ownHosts } from '../../../electron/web/guard.ts'

const PORT = 4711
const OWN = '127.0.0.1:4711'
const read = { method: 'GET', hosts: [OWN], origins: [] as string[], isUpgrade: false }

describe('guard', () => {
  it.each([
    ['our address', OWN],
    ['our name', 'localhost:4711'],
  ])('lets %s pass as a Host', (_what, host) => {
    expect(judge({ ...read, hosts: [host] }, PORT)).toEqual({ ok: true })
  })

  it.each([
    ['no Host', []],
    ['a name that was rebound to us', ['evil.example:4711']],
    ['a name that begins like our address', ['127.0.0.1:4711.evil.example']],
    ['a name that ends like it', ['evil.127.0.0.1:4711']],
    ['another port', ['127.0.0.1:4712']],
    ['a port that begins like ours', ['127.0.0.1:47110']],
    ['no port', ['127.0.0.1']],
    ['another loopback address', ['127.0.0.2:4711']],
    ['the address as a number', ['2130706433:4711']],
    ['the IPv6 loopback', ['[::1]:4711']],
    ['capitals', ['LOCALHOST:4711']],
    ['two Hosts, one of them ours', [OWN, 'evil.example']],
  ])('refuses %s', (_what, hosts) => {
    expect(judge({ ...read, hosts }, PORT)).toMatchObject({ ok: false, status: 421 })
  })

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'get'])('asks %s for an Origin', (method) => {
    expect(judge({ ...read, method }, PORT)).toMatchObject({ ok: false, status: 403 })
    expect(judge({ ...read, method, origins: [`http://${OWN}`] }, PORT)).toEqual({ ok: true })
  })

  it('asks an upgrade for an Origin', () => {
    expect(judge({ ...read, isUpgrade: true }, PORT)).toMatchObject({ ok: false, status: 403 })
    expect(judge({ ...read, isUpgrade: true, origins: [`http://${OWN}`] }, PORT)).toEqual({ ok: true })
  })

  it.each([
    ['another site', ['https://evil.example']],
    ['our address over https', [`https://${OWN}`]],
    ['one that begins like ours', [`http://${OWN}.evil.example`]],
    ['an opaque one', ['null']],
    ['another port', ['http://127.0.0.1:4712']],
    ['a path behind it', [`http://${OWN}/`]],
    ['two of them', [`http://${OWN}`, 'https://evil.example']],
  ])('refuses the Origin of %s, even to read', (_what, origins) => {
    expect(judge({ ...read, origins }, PORT)).toMatchObject({ ok: false, status: 403 })
  })

  it('spells port 80 as browsers do', () => {
    expect(ownHosts(80)).toEqual(['127.0.0.1', 'localhost'])
  })
})
