import { clusterText } from '../../clusterText.ts'
import { Choice } from '../../components/Choice.tsx'
import { Disclosure } from '../../components/Disclosure.tsx'
import { TextField } from '../../components/Field.tsx'
import { Segment } from '../../components/Segment.tsx'
import type { ConnectionDraft, DraftField, DraftProblems } from '../../model/connectionForm.ts'

const t = clusterText.connect

interface ConnectionFieldsProps {
  readonly draft: ConnectionDraft
  readonly problems: DraftProblems
  /** What the connection is called while no name was typed. */
  readonly suggested: string
  /** The name of one that is there already cannot be changed. */
  readonly isNameFixed: boolean
  readonly onChange: (change: Partial<ConnectionDraft>) => void
}

/** How a cluster is reached and as whom, and what the connection is called. */
export function ConnectionFields({ draft, problems, suggested, isNameFixed, onChange }: ConnectionFieldsProps) {
  // What nobody has filled in yet is not held against him.
  const problemOf = (field: DraftField) => (draft[field].trim() === '' ? null : (problems[field] ?? null))
  const field = (key: Exclude<keyof ConnectionDraft, 'kind' | 'pace'>) => ({
    value: draft[key],
    onChange: (value: string) => onChange({ [key]: value }),
  })
  return (
    <>
      <Choice
        legend={t.kind}
        value={draft.kind}
        onChange={(kind) => onChange({ kind })}
        options={[
          { value: 'local', ...t.kinds.local },
          {
            value: 'ssh',
            ...t.kinds.ssh,
            children: (
              <div className="connect-ssh">
                <TextField {...field('host')} label={t.host} hint={t.hostHint} problem={problemOf('host')} isMono />
                <TextField {...field('port')} label={t.port} placeholder="22" problem={problemOf('port')} isMono />
                <TextField {...field('options')} label={t.options} problem={problemOf('options')} isMono />
              </div>
            ),
          },
          {
            value: 'prefix',
            ...t.kinds.prefix,
            children: (
              <TextField
                {...field('prefix')}
                label={t.prefix}
                hint={t.prefixHint}
                problem={problemOf('prefix')}
                isMono
              />
            ),
          },
        ]}
      />
      <div className="connect-grid">
        <TextField {...field('conf')} label={t.conf} placeholder="/etc/ceph/ceph.conf" isMono />
        <TextField {...field('user')} label={t.user} placeholder="admin" hint={t.userHint} isMono />
      </div>
      <Disclosure
        title={t.more}
        summary={[draft.keyring, draft.cluster].filter((value) => value !== '').join(', ')}
        isOpen={draft.keyring !== '' || draft.cluster !== ''}
      >
        <div className="connect-grid">
          <TextField {...field('keyring')} label={t.keyring} isMono />
          <TextField {...field('cluster')} label={t.cluster} placeholder="ceph" isMono />
        </div>
      </Disclosure>
      <p className="form-text">{t.pathsHint}</p>
      <div className="connect-grid">
        <TextField
          {...field('name')}
          label={t.name}
          placeholder={suggested}
          disabled={isNameFixed}
          hint={isNameFixed ? t.nameFixed : t.nameHint(draft.name.trim() || suggested)}
          problem={isNameFixed ? null : problemOf('name')}
          isMono
        />
        <div className="field">
          <span className="field-label">{t.pace}</span>
          <div>
            <Segment
              label={t.pace}
              value={draft.pace}
              onChange={(pace) => onChange({ pace })}
              options={(['gentle', 'normal', 'fast'] as const).map((value) => ({ value, label: t.paces[value] }))}
            />
          </div>
          <p className="field-hint">{t.paceHints[draft.pace]}</p>
        </div>
      </div>
    </>
  )
}
