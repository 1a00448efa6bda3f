import type { ReactNode } from 'react'
import { useId } from 'react'
import { useStore } from 'zustand'
import { CheckField } from '../../components/CheckField.tsx'
import { Facts } from '../../components/Facts.tsx'
import { Segment } from '../../components/Segment.tsx'
import { Sheet } from '../../components/Sheet.tsx'
import { shellText } from '../../shellText.ts'
import { connectionStore } from '../../stores/connection.ts'
import { settingsStore } from '../../stores/settings.ts'
import { showSheet } from '../../stores/ui.ts'
import { applySettings } from './applySettings.ts'
import { ExportFolderField } from './ExportFolderField.tsx'
import { JobSettings } from './JobSettings.tsx'

const t = shellText.settings

/** What the user can set, in sections. There is nothing to save: every change applies at once, in every window. */
export function SettingsSheet() {
  const settings = useStore(settingsStore)
  return (
    <Sheet title={t.title} subtitle={t.saved} onClose={() => showSheet(null)}>
      <div className="settings">
        <Section title={t.appearance}>
          <Row label={t.theme}>
            <Segment
              label={t.theme}
              value={settings.theme}
              onChange={(theme) => applySettings({ theme })}
              options={(['system', 'light', 'dark'] as const).map((value) => ({ value, label: t.themes[value] }))}
            />
          </Row>
          <Row label={t.contrast}>
            <Segment
              label={t.contrast}
              value={settings.contrast}
              onChange={(contrast) => applySettings({ contrast })}
              options={(['system', 'more'] as const).map((value) => ({ value, label: t.contrasts[value] }))}
            />
          </Row>
          <Row label={t.motion}>
            <Segment
              label={t.motion}
              value={settings.motion}
              onChange={(motion) => applySettings({ motion })}
              options={(['system', 'reduced'] as const).map((value) => ({ value, label: t.motions[value] }))}
            />
          </Row>
          <CheckField
            label={t.singleKeys}
            hint={t.singleKeysHint}
            isOn={settings.singleKeys}
            onChange={(singleKeys) => applySettings({ singleKeys })}
          />
        </Section>
        <Section title={t.exports}>
          <ExportFolderField />
          <Row label={t.packing}>
            <Segment
              label={t.packing}
              value={settings.compress}
              onChange={(compress) => applySettings({ compress })}
              options={(['none', 'zstd'] as const).map((value) => ({ value, label: t.packings[value] }))}
            />
          </Row>
          <CheckField
            label={t.manifests}
            hint={t.manifestsHint}
            isOn={settings.writeManifests}
            onChange={(writeManifests) => applySettings({ writeManifests })}
          />
        </Section>
        <Section title={t.jobs}>
          <JobSettings settings={settings} />
        </Section>
        <Section title={t.about}>
          <About />
        </Section>
      </div>
    </Sheet>
  )
}

function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const id = useId()
  return (
    <section className="settings-section" aria-labelledby={id}>
      <h3 className="section-title" id={id}>
        {title}
      </h3>
      <div className="settings-fields">{children}</div>
    </section>
  )
}

function Row({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div className="settings-row">
      <span className="field-label" aria-hidden="true">
        {label}
      </span>
      {children}
    </div>
  )
}

function About() {
  const capabilities = useStore(connectionStore, (state) => state.capabilities)
  if (capabilities === null) return null
  return (
    <Facts
      facts={[
        [t.version, capabilities.version],
        [t.shell, t.shells[capabilities.shell]],
        [t.library, capabilities.libraryPath],
        [t.licence, t.licenceText],
      ]}
    />
  )
}
