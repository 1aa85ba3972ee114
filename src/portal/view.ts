import type { ComponentChildren } from 'preact';
import type { Page } from './page.ts';

export interface Crumb {
  readonly text: string;
  readonly href: string;
}

/** What a view gives to the shell. */
export interface Content {
  readonly title: string;
  readonly body: ComponentChildren;
  /** The way down to this page, without home and without the page itself. */
  readonly crumbs?: readonly Crumb[];
  /** Section of the navigation that the page belongs to. */
  readonly section?:
    | 'datasets'
    | 'stations'
    | 'collections'
    | 'map'
    | 'sources'
    | 'runs'
    | 'operations'
    | 'audit'
    | 'api'
    | 'organisations';
  /** Address to read this page at, where it is not the address asked for (a refused form). */
  readonly address?: string;
  /** Set while something is going on: the page then updates itself. */
  readonly refreshSeconds?: number;
  /** Other representations beside JSON: `f` and media type. */
  readonly formats?: Readonly<Record<string, string>>;
  /** False: the heading stands in the body. */
  readonly heading?: boolean;
}

export type View<T> = (page: Page, data: T) => Content;
