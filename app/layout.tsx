import './globals.css';
import { GeistMono } from 'geist/font/mono';
import { GeistSans } from 'geist/font/sans';
import type { Metadata, Viewport } from 'next';
import { cookies, headers } from 'next/headers';
import type { ReactNode } from 'react';
import { parseTheme, SYSTEM_THEME_SCRIPT, THEME_COOKIE } from '#components/shell/frame/theme.ts';
import { Providers } from '#components/shell/providers.tsx';

export const metadata: Metadata = {
  title: { default: 'Switchyard', template: '%s · Switchyard' },
  description: 'The release control plane for LLM products',
  robots: { index: false, follow: false },
};

export const viewport: Viewport = { width: 'device-width', initialScale: 1 };

export default async function RootLayout({ children }: { children: ReactNode }) {
  const theme = parseTheme((await cookies()).get(THEME_COOKIE)?.value);
  const nonce = (await headers()).get('x-nonce') ?? undefined;
  const fonts = `${GeistSans.variable} ${GeistMono.variable}`;
  return (
    <html lang="en" className={theme === 'dark' ? `${fonts} dark` : fonts} suppressHydrationWarning>
      <body>
        {/* Before the first paint: the system's theme, which only the browser can read. */}
        {theme === 'system' && (
          // biome-ignore lint/security/noDangerouslySetInnerHtml: a constant of ours, allowed by its nonce
          <script nonce={nonce} suppressHydrationWarning dangerouslySetInnerHTML={{ __html: SYSTEM_THEME_SCRIPT }} />
        )}
        <Providers now={Date.now()} nonce={nonce}>
          {children}
        </Providers>
      </body>
    </html>
  );
}
