import { formatBytes } from '../../../shared/units.ts'
import { careText } from '../../careText.ts'
import { Button } from '../../components/Button.tsx'
import type { Column } from '../../components/LongTable.tsx'
import { LongTable } from '../../components/LongTable.tsx'
import type { CleanupChoice } from '../../model/cleanupPlan.ts'
import { formatTime } from '../../strings.ts'

const t = careText.clean

interface CleanTableProps {
  readonly choices: readonly CleanupChoice[]
  readonly chosen: ReadonlySet<string>
  readonly onChoose: (chosen: ReadonlySet<string>) => void
}

/** The snapshots with what each frees alone, or what keeps it. */
export function CleanTable({ choices, chosen, onChoose }: CleanTableProps) {
  const possible = choices.filter(({ why }) => why === null)
  const toggle = (key: string, isOn: boolean) => {
    const next = new Set(chosen)
    if (isOn) next.add(key)
    else next.delete(key)
    onChoose(next)
  }
  const columns: readonly Column<CleanupChoice>[] = [
    {
      key: 'name',
      label: t.name,
      cell: ({ snapshot, key, why }) => (
        <label className="row-check">
          <input
            type="checkbox"
            checked={why === null && chosen.has(key)}
            disabled={why !== null}
            aria-label={t.remove(snapshot.name.text)}
            onChange={({ target }) => toggle(key, target.checked)}
          />
          <span className="row-check-name" title={snapshot.name.text}>
            {why === null && chosen.has(key) ? <s>{snapshot.name.text}</s> : snapshot.name.text}
          </span>
        </label>
      ),
    },
    { key: 'created', label: t.created, isOptional: true, cell: ({ snapshot }) => formatTime(snapshot.createdAt) },
    {
      key: 'frees',
      label: t.frees,
      isNumber: true,
      cell: ({ freesBytes }) =>
        freesBytes === null ? t.unknown : freesBytes === 0 ? t.nothing : formatBytes(freesBytes),
    },
    { key: 'why', label: t.state, cell: ({ why }) => why ?? '' },
  ]
  return (
    <section className="clean-list">
      <div className="table-tools">
        <span className="form-text" role="status">
          {t.chosen(possible.filter(({ key }) => chosen.has(key)).length, choices.length)}
        </span>
        <Button isSmall onClick={() => onChoose(new Set(possible.map(({ key }) => key)))}>
          {t.all}
        </Button>
        <Button isSmall disabled={chosen.size === 0} onClick={() => onChoose(new Set())}>
          {t.noneOf}
        </Button>
      </div>
      <LongTable
        label={t.table}
        columns={columns}
        rows={choices}
        keyOf={({ key }) => key}
        classOf={({ why }) => (why === null ? '' : 'is-blocked')}
        empty={t.empty}
      />
    </section>
  )
}
