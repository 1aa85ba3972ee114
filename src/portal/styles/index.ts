import { baseCss } from './base.css.ts';
import { chartCss } from './chart.css.ts';
import { formCss } from './form.css.ts';
import { mapCss } from './map.css.ts';
import { pagesCss } from './pages.css.ts';
import { printCss } from './print.css.ts';
import { shellCss } from './shell.css.ts';
import { tableCss } from './table.css.ts';
import { tokensCss } from './tokens.css.ts';

/** One stylesheet for all pages; cached for good under the hash of its content. */
export const styles = [tokensCss, baseCss, shellCss, tableCss, formCss, pagesCss, mapCss, chartCss, printCss].join('');
