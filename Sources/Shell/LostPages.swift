internal import CPosix

/// From now on the process ends with `status` and `line` on standard error where a page of a file that
/// is read through the system's memory is gone, since somebody cut the file short or its disk failed.
/// There is no way to go on from that; without this the process dies of SIGBUS and says nothing.
public func endOnLostPages(saying line: String, status: Int32) {
    _ = cposix_explain_lost_pages(line, status)
}
