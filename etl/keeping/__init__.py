"""Nothing lost: what stands on the disk is compared with what was written down, copied away and brought back."""
