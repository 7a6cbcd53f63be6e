/** The read of the audit page, the same on the server and in the browser. `search` is the text in the URL. */
export function auditReads(project: string, search: string) {
  return {
    input: { project, limit: 50, ...(search ? { search } : {}) },
    options: { getNextPageParam: (page: { nextCursor: number | null }) => page.nextCursor },
  };
}
