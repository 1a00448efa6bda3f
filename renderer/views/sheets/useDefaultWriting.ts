import { useStore } from 'zustand'
import type { WritingOptions } from '../../model/outputOptions.ts'
import { writingFrom } from '../../model/outputOptions.ts'
import { settingsStore } from '../../stores/settings.ts'

/** How files are written unless a form says otherwise: as the settings have it. */
export function useDefaultWriting(): WritingOptions {
  const writeManifests = useStore(settingsStore, (settings) => settings.writeManifests)
  const compress = useStore(settingsStore, (settings) => settings.compress)
  return writingFrom({ writeManifests, compress })
}
