import { AppError } from '../../../shared/errors.ts'
import type { Command } from '../command.ts'
import { print } from '../io.ts'
import { DRY_RUN_OPTION, FORMAT_OPTIONS, readFormat } from '../options.ts'
import { formatted } from '../rbd/formatted.ts'
import { requireLibrary } from '../connection.ts'
import { LIBRARY } from '../../../shared/imageSpec.ts'
import { sameName } from '../../../shared/names.ts'
import { runStep } from '../runStep.ts'
import { takePool } from '../specArgs.ts'

/** `pool create`: a pool of the library, and the library where there is none. */
export const poolCreateCommand: Command = {
  names: ['pool create'],
  summary: 'Make a pool in the library.',
  arguments: [{ name: '[CONNECTION://]POOL', help: 'pool to make' }],
  maxArguments: 1,
  options: [{ name: 'pool', short: 'p', value: 'POOL', help: 'pool name' }, DRY_RUN_OPTION],
  async run(args, context) {
    const { connection, pool, namespace } = takePool(args, context.connection, null)
    args.finish()
    requireLibrary(connection, args.verb)
    if (namespace !== '') {
      throw new AppError('E_SPEC_INVALID', `invalid pool name '${pool.text}/${namespace}'`, {
        hint: 'Name the pool alone: a namespace needs no making',
      })
    }
    const engine = await context.openLibrary({ create: !args.isGiven('dry-run') })
    await runStep(args, context, {
      title: null,
      target: `${connection}://${pool.text}`,
      async check() {
        const pools = await engine.call('pool.list', {})
        if (pools.some(({ name }) => sameName(name, pool))) {
          throw new AppError('E_POOL_EXISTS', `There is a pool “${pool.text}” already`)
        }
      },
      run: () => engine.call('pool.create', { name: pool }),
    })
    return 0
  },
}

/** `pool ls`: the pools of a connection that images can lie in, one name a line. */
export const poolListCommand: Command = {
  names: ['pool ls', 'pool list'],
  summary: 'List the pools of the library, or of a cluster.',
  arguments: [],
  maxArguments: 0,
  options: FORMAT_OPTIONS,
  async run(args, context) {
    const format = readFormat(args)
    const { connection } = context
    const engine = await context.openFor({ connection })
    const pools =
      connection === LIBRARY ? await engine.call('pool.list', {}) : await engine.call('cluster.pools', { connection })
    const names = pools.map(({ name }) => name.text)
    const plain = () => names.map((name) => `${name}\n`).join('')
    const text = formatted(format, { plain, value: names, tag: 'pools', item: 'name' })
    await print(context.io, context.signal, text)
    return 0
  },
}
