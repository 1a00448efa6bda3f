import type { ImageOptions, JobRequest } from '../../../../shared/jobs.ts'
import { nameFromBytes } from '../../../../shared/names.ts'
import type { ChainFacts } from '../../chain/types.ts'
import type { NewLive } from './newImage.ts'

/**
 * What a live image is made with: what is asked for, else what its source says (FORMATS §6.6). Metadata `conf_…` overrides settings of the cluster, so it
 * is kept only where that is asked for (DESIGN §6.7).
 */
export function newLive(
  { image: asked = {}, confMeta }: Pick<Extract<JobRequest, { kind: 'import' }>, 'image' | 'confMeta'>,
  facts: Omit<ChainFacts, 'protectionBytes'>,
): { readonly image: Pick<NewLive, 'options' | 'meta'>; readonly warnings: readonly string[] } {
  const options = Object.fromEntries(
    (['dataPool', 'order', 'features', 'stripeUnit', 'stripeCount'] as const).flatMap((key) => {
      const value = key === 'dataPool' ? asked.dataPool : (asked[key] ?? facts[key])
      return value === null || value === undefined ? [] : [[key, value]]
    }),
  ) as ImageOptions
  const { facts: kept, warnings } = newFacts(facts, confMeta === true)
  return { image: { options, meta: kept.meta }, warnings }
}

/** Facts a new image takes over of its source: all but metadata `conf_…`, which is left out with a word. */
export function newFacts<F extends Pick<ChainFacts, 'meta'>>(
  facts: F,
  keepsConf = false,
): { readonly facts: F; readonly warnings: readonly string[] } {
  const isConf = ({ key }: { readonly key: Uint8Array }): boolean => nameFromBytes(key).text.startsWith('conf_')
  const dropped = keepsConf ? [] : facts.meta.filter(isConf)
  return {
    facts: { ...facts, meta: facts.meta.filter((entry) => !dropped.includes(entry)) },
    warnings: dropped.map(
      ({ key }) => `Metadata that overrides settings of the cluster was left out: ${nameFromBytes(key).text}`,
    ),
  }
}
