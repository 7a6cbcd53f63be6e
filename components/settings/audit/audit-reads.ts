/** What the audit page reads, the same on the server and in the browser. `search` is what the address says. */
export function auditReads(project: string, search: string) {
  return {
    input: { project, limit: 50, ...(search ? { search } : {}) },
    options: { getNextPageParam: (page: { nextCursor: number | null }) => page.nextCursor },
  };
}
