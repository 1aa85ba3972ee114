/** Something to paste: scrolls by itself, also by keyboard; the script adds a button that copies it. */
export function CodeBlock({ label, code }: { label: string; code: string }) {
  return (
    <div class="code-block">
      <pre tabindex={0} role="region" aria-label={label}>
        <code>{code}</code>
      </pre>
    </div>
  );
}
