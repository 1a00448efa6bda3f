import type { Bins } from '../../../shared/contract.ts'
import { formatBytes } from '../../../shared/units.ts'
import type { Column } from '../../components/LongTable.tsx'
import { LongTable } from '../../components/LongTable.tsx'
import type { Run } from '../../model/map/mapCells.ts'
import { runsOf } from '../../model/map/mapCells.ts'
import { text } from '../../strings.ts'

const COLUMNS: readonly Column<Run>[] = [
  { key: 'offset', label: text.map.offset, isNumber: true, cell: ({ offset }) => formatBytes(offset) },
  { key: 'length', label: text.map.length, isNumber: true, cell: ({ length }) => formatBytes(length) },
  { key: 'data', label: text.tables.data, isNumber: true, cell: ({ dataBytes }) => formatBytes(dataBytes) },
  { key: 'zeros', label: text.tables.zeros, isNumber: true, cell: ({ zeroBytes }) => formatBytes(zeroBytes) },
]

/** The block map as a table: stretches with data or zeros, in the order of the image. */
export function BlockTable({ bins, isChange }: { readonly bins: Bins; readonly isChange: boolean }) {
  return (
    <LongTable
      label={text.map.title}
      columns={COLUMNS}
      rows={runsOf(bins)}
      keyOf={({ offset }) => String(offset)}
      empty={isChange ? text.map.noChange : text.map.noRows}
    />
  )
}
