/** Buttons, fields, disclosures. Anything to press is at least 24 px, the main ones 44 px (WCAG 2.2, 2.5.8). */
export const formCss = `
button,.button{display:inline-block;font:inherit;font-weight:600;line-height:1.35;padding:.5625rem 1.125rem;border-radius:var(--radius);border:1px solid var(--accent);cursor:pointer;text-decoration:none;min-height:2.75rem}
.primary{background:var(--accent);color:var(--on-accent)}
.primary:hover{background:var(--accent-deep);border-color:var(--accent-deep);color:var(--on-accent)}
.secondary{background:transparent;color:var(--accent)}
.secondary:hover{background:var(--accent-wash);color:var(--accent-deep)}
.danger{background:transparent;color:var(--bad);border-color:var(--bad)}
.danger:hover{background:var(--bad-wash)}
button.quiet{background:none;border:0;padding:0;min-height:1.5rem;color:var(--accent);font-weight:400;text-decoration:underline;text-underline-offset:.2em}
.actions{display:flex;flex-wrap:wrap;gap:.75rem 1.5rem;align-items:center}
.action{margin:0 0 1rem}
.action .hint{margin:.375rem 0 0}
.decision{display:flex;flex-wrap:wrap;gap:.5rem 1.5rem;margin-top:1rem}
.field{margin:0 0 1.25rem;max-width:32rem}
.field label,.drop label,.filter>label,legend{font-weight:600;display:block;margin-bottom:.25rem;padding:0}
.field .hint,.drop .hint{margin:0 0 .375rem}
.error{margin:0 0 .375rem;color:var(--bad);font-weight:600}
[aria-invalid=true]{border-color:var(--bad)}
input[type=text],input[type=email],input[type=password],input[type=url],input[type=date],input[type=number],input[type=search],textarea,select{font:inherit;color:inherit;background:var(--raised);border:1px solid var(--edge);border-radius:var(--radius);padding:.5rem .625rem;min-height:2.75rem;width:100%}
input[type=number]{width:8rem}input.code{font-family:ui-monospace,'DejaVu Sans Mono',Menlo,monospace;font-size:.9375rem}
.fields{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(20rem,100%),1fr));gap:0 2rem}
@supports (grid-template-rows:subgrid){@media (min-width:640px){.fields .field{display:grid;grid-row:span 4;grid-template-rows:subgrid}.fields .field>.error{grid-row:3}.fields .field>:last-child{grid-row:4;align-self:end}}}
fieldset{border:0;padding:0;margin:0 0 1.25rem;min-width:0}
.colour-choice{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem}.colour-choice legend{flex-basis:100%;float:left;width:100%}
.colour-choice label{display:inline-flex;align-items:center;gap:.375rem;padding:.25rem 0}.colour-choice input{width:1.25rem;height:1.25rem;margin:0;accent-color:var(--accent)}
.choice{display:grid;grid-template-columns:1.5rem 1fr;column-gap:.5rem;padding:.25rem 0}
.choice input{width:1.25rem;height:1.25rem;margin:.125rem 0 0;accent-color:var(--accent)}
.choice .hint{grid-column:2;margin:0}
.filter{margin:0 0 1.5rem}
.filter-line{display:flex;flex-wrap:wrap;gap:.5rem .75rem;align-items:center;margin-bottom:.375rem}
.filter-line input[type=text]{flex:1 1 16rem;max-width:40rem;font-family:ui-monospace,'DejaVu Sans Mono',Menlo,monospace;font-size:.9375rem}
.filter .hint{max-width:60rem}
.names{columns:16rem;list-style:none;padding:0;margin:.5rem 0}
details{margin:0 0 1rem}
summary{cursor:pointer;color:var(--accent);padding:.375rem 0;width:fit-content}
summary:hover{color:var(--accent-deep);text-decoration:underline;text-underline-offset:.2em}
details.access>summary,details.load>summary{font-weight:600;font-size:var(--large)}
.filter details summary{font-size:var(--small)}
.drop{border:1px dashed var(--edge);border-radius:var(--radius);background:var(--raised);padding:1.5rem 1.25rem;margin:0 0 1rem;max-width:40rem}
.drop.over{border-color:var(--accent);background:var(--accent-wash)}
.drop input{font:inherit;width:100%;margin:.25rem 0 .75rem;color:inherit}
.drop input::file-selector-button{font:inherit;font-weight:600;color:var(--accent);background:transparent;border:1px solid var(--accent);border-radius:var(--radius);padding:.5rem 1rem;margin-right:.75rem;cursor:pointer}
.drop .hint{margin:0}
.choice+.field,.choice+button{margin-top:1rem}
details form{margin-bottom:1.25rem}
.qr{width:12rem;height:12rem;background:#fff;display:block;margin:0 0 1rem}
textarea{min-height:6rem;resize:vertical}
.studio{display:grid;grid-template-columns:minmax(0,3fr) minmax(0,2fr);gap:0 3rem;margin-bottom:2rem}
.studio form{margin-bottom:2rem}
.steps{padding-left:1.5rem}
.steps li{margin-bottom:.75rem}
.code-block{position:relative;margin:0 0 1.25rem;max-width:56rem}
pre{margin:0;padding:.75rem 1rem;background:var(--accent-wash);border-radius:var(--radius);overflow-x:auto;line-height:1.5}
pre code{overflow-wrap:normal}
.code-block:has(button){display:grid;grid-template-columns:minmax(0,1fr) auto;align-items:start;background:var(--accent-wash);border-radius:var(--radius)}
.code-block button{min-height:0;padding:.25rem .625rem;margin:.375rem;font-size:var(--small);background:var(--paper)}
.paging{display:flex;gap:1.5rem;align-items:center;margin:1rem 0 2rem}
.find{margin:0 0 1rem;max-width:24rem}
.find label{display:block;font-weight:600;margin-bottom:.25rem}
progress{appearance:none;width:100%;max-width:var(--measure);height:.75rem;border:0;border-radius:var(--radius);overflow:hidden;background:var(--hair);display:block;margin:.25rem 0 .5rem}
progress::-webkit-progress-bar{background:var(--hair)}
progress::-webkit-progress-value{background:var(--accent)}
progress::-moz-progress-bar{background:var(--accent)}
.progress label{font-weight:600}
@media (max-width:639px){.studio{grid-template-columns:minmax(0,1fr)}.code-block:has(button){grid-template-columns:minmax(0,1fr)}.code-block button{order:-1;justify-self:end;margin-bottom:0}.bar,main{padding-left:1rem;padding-right:1rem}}
`;
