import { useStore } from 'zustand'
import type { Sort } from '../../components/LongTable.tsx'
import { tablesStore, turnOrder } from '../../stores/tables.ts'

/** The order of the tables, for the heading of the column that tells the time. */
export function useOrder(): Sort {
  const isNewestFirst = useStore(tablesStore, (state) => state.isNewestFirst)
  return { direction: isNewestFirst ? 'descending' : 'ascending', onTurn: turnOrder }
}
