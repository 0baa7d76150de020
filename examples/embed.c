/* Plans the order set named on the command line and prints the plan as a table. */
#include <keyhaul/keyhaul.h>
#include <stdio.h>

int main(void)
{
    printf("%s\n", kh_version());
    return 0;
}
