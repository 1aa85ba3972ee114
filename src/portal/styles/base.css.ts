/** Type, links, spacing: the ground every page stands on. The grid is 4 px. */
export const baseCss = `
*,*::before,*::after{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%;scroll-padding-top:1rem}
body{margin:0;background:var(--paper);color:var(--ink);font:400 var(--body)/1.6 'Be Vietnam Pro',system-ui,'Segoe UI',Roboto,'Noto Sans',sans-serif;overflow-wrap:break-word}
h1,h2,h3{font-weight:600;line-height:1.35;margin:2.5rem 0 .75rem;text-wrap:balance}
h1{font-size:var(--h1);margin-top:0;letter-spacing:-.01em}
h2{font-size:var(--h2)}
h3{font-size:var(--h3);margin-top:1.75rem}
p,ul,ol,dl,figure,pre{margin:0 0 1rem}
p,li{max-width:var(--measure)}
ul,ol{padding-left:1.25rem}
li{margin-bottom:.25rem}
a{color:var(--accent);text-underline-offset:.2em;text-decoration-thickness:1px}
a:hover{color:var(--accent-deep);text-decoration-thickness:2px}
strong,b{font-weight:600}
code,pre{font-family:ui-monospace,'SF Mono','Cascadia Mono','DejaVu Sans Mono',Menlo,monospace;font-size:.9em}
code{overflow-wrap:anywhere}
mark{background:var(--warn-wash);color:inherit;padding:0 .25em}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:var(--radius)}
main:focus{outline:none}
.visually-hidden{position:absolute;width:1px;height:1px;margin:-1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.skip{position:absolute;left:1rem;top:-4rem;background:var(--accent);color:var(--on-accent);padding:.5rem 1rem;border-radius:var(--radius);z-index:10}
.skip:focus{top:1rem;color:var(--on-accent)}
.quiet-text,.unit,.hint,.none{color:var(--quiet)}
.unit{font-weight:400}
.hint,.quiet-text{font-size:var(--small)}
.plain{list-style:none;padding:0;margin:0}
.abstract{font-size:var(--large)}
.phone-only{display:none}
@media (prefers-reduced-motion:no-preference){a,button{transition:color .1s,background-color .1s}}
`;
