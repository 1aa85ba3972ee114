/** Header, footer, breadcrumbs and the page's frame. */
export const shellCss = `
.bar,main{max-width:var(--page);margin:0 auto;padding:0 1.5rem}
main{padding-top:1.5rem;padding-bottom:4rem;min-height:70vh}
.site-header{border-bottom:1px solid var(--hair)}
.site-header .bar{display:flex;flex-wrap:wrap;align-items:center;gap:.25rem 1.5rem;padding-top:.75rem;padding-bottom:.75rem}
.wordmark{display:inline-flex;align-items:center;gap:.5rem;font-weight:600;color:var(--ink);text-decoration:none;min-height:2.5rem}
.wordmark:hover{color:var(--accent)}
.mark{fill:none;stroke:var(--accent);stroke-width:2;stroke-linecap:round;flex:none}
.site-header nav{flex:1}
.two-rows .wordmark{flex:1}.two-rows nav{order:3;flex:1 0 100%}
.site-header ul{display:flex;flex-wrap:wrap;gap:0 1.25rem;list-style:none;margin:0;padding:0}
.site-header li{margin:0}
.site-header nav a,.language{display:inline-block;padding:.5rem 0;text-decoration:none;border-bottom:2px solid transparent}
.site-header nav a:hover,.language:hover{border-bottom-color:var(--accent)}
.site-header nav a[aria-current]{color:var(--ink);border-bottom-color:var(--accent);font-weight:600}
.who{display:flex;flex-wrap:wrap;align-items:baseline;gap:0 1rem}
.who form{margin:0}
.crumbs{font-size:var(--small);margin-bottom:1rem}
.crumbs ol{display:flex;flex-wrap:wrap;list-style:none;padding:0;margin:0}
.crumbs li{margin:0}
.crumbs li+li::before{content:'/';color:var(--quiet);margin:0 .5rem}
.crumbs a{display:inline-block;padding:.125rem 0}
.site-footer{border-top:1px solid var(--hair);font-size:var(--small);padding:1.5rem 0 2rem}
.site-footer p{margin:0 0 .5rem}
.site-footer ul{display:flex;flex-wrap:wrap;gap:.25rem 1.5rem;list-style:none;padding:0;margin:0 0 .5rem;align-items:baseline}
.site-footer li{margin:0}
.strip{display:flex;flex-wrap:wrap;list-style:none;padding:0;margin:0 0 1.25rem;row-gap:.25rem;margin-left:-1.25rem;clip-path:inset(-.5rem -.5rem -.5rem .875rem)}
.strip li{margin:0;padding-left:1.25rem;position:relative}
.strip li::before{content:'·';position:absolute;left:.5rem;color:var(--quiet)}
.notice,.summary{border-left:4px solid var(--edge);padding:.75rem 1rem;background:var(--accent-wash);max-width:none}
.notice>p:last-child,.summary>p:last-child{margin-bottom:0}
.notice.warn,.summary.warn{border-color:var(--warn);background:var(--warn-wash)}
.summary.bad{border-color:var(--bad);background:var(--bad-wash)}
.summary{margin-bottom:1.5rem}
.summary h2{margin:0 0 .25rem;font-size:var(--large)}
@media (min-width:640px) and (max-width:1099px){.site-header .wordmark{flex:1}.site-header nav{order:3;flex:1 0 100%}}
@media (max-width:639px){.site-header .bar{gap:0 1rem;padding-bottom:.25rem}.site-header nav{order:3;flex:1 0 100%}.site-header .wordmark{flex:1 0 100%}.wordmark,.language{padding:0}}
.state{display:inline-flex;align-items:baseline;gap:.375rem;font-weight:600;white-space:nowrap}
.state svg{fill:currentColor;flex:none}
.state.good{color:var(--good)}.state.warn{color:var(--warn)}.state.bad{color:var(--bad)}
.state.busy{color:var(--accent)}.state.still{color:var(--quiet)}
`;
