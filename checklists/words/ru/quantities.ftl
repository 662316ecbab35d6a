unit-m = m
