"""EiBi's frequency lists: ten semicolons a row, Monday is day 1, codes of their own for sites, areas and languages."""
