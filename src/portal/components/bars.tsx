/** Bars of a histogram side by side, in the colour of data; what they say stands in words beside them or in `label`. */
export function Sparkline({ counts, label }: { counts: readonly number[]; label: string }) {
  const most = Math.max(...counts, 1);
  const height = 24;
  return (
    <svg class="sparkline" role="img" aria-label={label} viewBox={`0 0 ${counts.length * 8} ${height}`}>
      {counts.map((count, index) => {
        const tall = count === 0 ? 0 : Math.max(1, (count / most) * height);
        return <rect x={index * 8} y={height - tall} width="7" height={tall} />;
      })}
    </svg>
  );
}

/** One bar of a table's row, as long as its share of the longest; the number stands in a cell of its own. */
export function Bar({ share }: { share: number }) {
  return (
    <svg class="bar-cell" aria-hidden="true" viewBox="0 0 100 12" preserveAspectRatio="none">
      <rect width={share * 100} height="12" />
    </svg>
  );
}
