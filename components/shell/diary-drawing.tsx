const COLUMNS: { x: number; blocks: { y: number; height: number; look: 'booking' | 'hold' | 'off' }[] }[] = [
  { x: 56, blocks: [{ y: 52, height: 62, look: 'booking' }, { y: 128, height: 30, look: 'booking' }, { y: 204, height: 92, look: 'booking' }] },
  { x: 178, blocks: [{ y: 36, height: 46, look: 'booking' }, { y: 112, height: 62, look: 'hold' }, { y: 236, height: 60, look: 'booking' }] },
  { x: 300, blocks: [{ y: 36, height: 76, look: 'off' }, { y: 128, height: 92, look: 'booking' }, { y: 236, height: 30, look: 'booking' }] },
]
const HOURS = [36, 82, 128, 174, 220, 266, 312]

const LOOKS = {
  booking: 'fill-(--accent-soft) stroke-(--accent-edge)',
  hold: 'fill-(--warn-soft) stroke-(--warn-edge) [stroke-dasharray:5_4]',
  off: 'fill-(--sunken) stroke-(--line)',
}

/** A quiet drawing of a day's diary; decoration. */
export function DiaryDrawing() {
  return (
    <svg viewBox="0 0 420 336" aria-hidden className="w-full max-w-xl">
      {HOURS.map((y) => (
        <line key={y} x1="20" x2="412" y1={y} y2={y} className="stroke-(--line)" />
      ))}
      {HOURS.map((y) => (
        <rect key={y} x="20" y={y + 6} width="18" height="4" rx="2" className="fill-(--line)" />
      ))}
      <line x1="44" x2="412" y1="190" y2="190" className="stroke-(--bad)" strokeWidth="1.5" />
      <circle cx="44" cy="190" r="4" className="fill-(--bad)" />
      {COLUMNS.map(({ x, blocks }) => (
        <g key={x}>
          <circle cx={x + 7} cy="16" r="7" className="fill-(--accent-soft)" />
          <rect x={x + 22} y="13" width="54" height="6" rx="3" className="fill-(--line)" />
          {blocks.map(({ y, height, look }) => (
            <g key={y}>
              <rect x={x} y={y + 2} width="108" height={height - 4} rx="6" className={LOOKS[look]} />
              {look === 'off' ? null : (
                <rect x={x + 10} y={y + 12} width="46" height="5" rx="2.5" className="fill-(--accent)" opacity="0.65" />
              )}
            </g>
          ))}
        </g>
      ))}
    </svg>
  )
}
