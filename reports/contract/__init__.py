"""What was agreed about money: fees, targets, refund clauses, month by month."""
