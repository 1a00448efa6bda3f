/** What a key does on the map. `cell`: the cursor goes there. `pan`: by so many views, when the map's edge was reached. */
export type MapKey =
  | { readonly kind: 'cell'; readonly cell: number }
  | { readonly kind: 'pan'; readonly views: 1 | -1; readonly cell: number }
  | { readonly kind: 'mark' | 'clear' | 'in' | 'out' | 'all' }

interface Grid {
  readonly cells: number
  readonly columns: number
}

/** Rows that Page up and Page down go. */
const PAGE_ROWS = 8

/** What a key means while the cursor stands at a cell; null: nothing. */
export function mapKey(key: string, cell: number, { cells, columns }: Grid): MapKey | null {
  switch (key) {
    case 'ArrowLeft':
      return moved(cell - 1, cells)
    case 'ArrowRight':
      return moved(cell + 1, cells)
    case 'ArrowUp':
      return moved(cell - columns, cells)
    case 'ArrowDown':
      return moved(cell + columns, cells)
    case 'PageUp':
      return cell === 0 ? moved(-1, cells) : moved(Math.max(0, cell - PAGE_ROWS * columns), cells)
    case 'PageDown':
      return cell === cells - 1 ? moved(cells, cells) : moved(Math.min(cells - 1, cell + PAGE_ROWS * columns), cells)
    case 'Home':
      return moved(0, cells)
    case 'End':
      return moved(cells - 1, cells)
    case 'Enter':
      return { kind: 'mark' }
    case 'Escape':
      return { kind: 'clear' }
    case '+':
    case '=':
      return { kind: 'in' }
    case '-':
    case '_':
      return { kind: 'out' }
    case '0':
      return { kind: 'all' }
    default:
      return null
  }
}

function moved(to: number, cells: number): MapKey {
  if (to >= 0 && to < cells) return { kind: 'cell', cell: to }
  return to < 0 ? { kind: 'pan', views: -1, cell: 0 } : { kind: 'pan', views: 1, cell: cells - 1 }
}
